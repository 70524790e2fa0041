/** The components' telephone number library is generated: the tests run the real one. */
const path = require('node:path');
const { pathToFileURL } = require('node:url');

module.exports = async () => {
    const script = path.resolve(__dirname, '../../crates/workbench/page/libphonenumber.mjs');
    const { makeLibphonenumber } = await import(pathToFileURL(script).href);
    await makeLibphonenumber();
};
