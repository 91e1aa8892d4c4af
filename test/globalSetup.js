const { mkdtempSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');

/** A folder for n8n's files of this test run; test/globalTeardown.js takes it away again. */
module.exports = () => {
	process.env.TEST_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-nodes-pruna-'));
};
