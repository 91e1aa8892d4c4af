const { mkdtempSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');

/** Creates a folder for n8n's files in this test run; test/globalTeardown.js removes it. */
module.exports = () => {
	process.env.TEST_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-nodes-pruna-'));
};
