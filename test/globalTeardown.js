const { rmSync } = require('fs');

module.exports = () => rmSync(process.env.TEST_FOLDER, { recursive: true, force: true });
