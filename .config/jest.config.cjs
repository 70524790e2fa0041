/**
 * Jest for lwc/: the preset of Salesforce's own runner, and the one place where modules that exist only on
 * the platform get their stand-ins.
 */
const path = require('node:path');
const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

const ROOT = path.resolve(__dirname, '..');
const MOCKS = '<rootDir>/.config/jest-mocks';

/** Engine and wires of the very `lwc` the page is built with; the preset brings an older one of its own. */
const ofLwc = (/** @type {string} */ name) =>
    require.resolve(`${name}/dist/index.cjs`, { paths: [path.dirname(require.resolve('lwc'))] });

/** @param {string} name of a file in jest-mocks */
const mock = (name) => `${MOCKS}/${name}.js`;

module.exports = {
    ...jestConfig,
    rootDir: ROOT,
    roots: ['<rootDir>/lwc'],
    // Not the preset's: it looks for folders `<package directory>/**/lwc`, and lwc/ is one itself.
    collectCoverageFrom: [
        'lwc/**/*',
        '!lwc/**/*.{html,css,xml,svg}',
        '!lwc/**/__tests__/**',
        '!lwc/phoneNumbers/libphonenumber.js',
        '!lwc/callEngine/**',
    ],
    coverageDirectory: '<rootDir>/target/jest-coverage',
    cacheDirectory: '<rootDir>/target/jest-cache',
    globalSetup: '<rootDir>/.config/jest-mocks/globalSetup.cjs',
    setupFilesAfterEnv: [
        ...(jestConfig.setupFilesAfterEnv ?? []),
        '<rootDir>/.config/jest-mocks/setup.js',
    ],
    moduleNameMapper: {
        ...jestConfig.moduleNameMapper,
        '^(?:lwc|@lwc/engine-dom)$': ofLwc('@lwc/engine-dom'),
        '^(?:wire-service|@lwc/wire-service)$': ofLwc('@lwc/wire-service'),
        // WebAssembly does not run in jest; the browser tests run the real engine.
        '^c/callEngine$': mock('callEngine'),
        '^c/(.+)$': '<rootDir>/lwc/$1/$1',
        // Missing in the preset.
        '^lightning/platformUtilityBarApi$': mock('platformUtilityBarApi'),
        // Recording what is navigated to; the preset's does nothing.
        '^lightning/navigation$': mock('navigation'),
        '^@salesforce/apex/CallRecordController\\.ensureCall$': mock('apexEnsureCall'),
        '^@salesforce/apex/CallRecordController\\.updateCall$': mock('apexUpdateCall'),
        '^@salesforce/apex/AccessTokenController\\.getAccessToken$': mock('apexGetAccessToken'),
        '^@salesforce/apex/FlightRecordController\\.attach$': mock('apexAttachFlight'),
        '^@salesforce/apex/PhoneLeaseController\\.takeLease$': mock('apexTakeLease'),
        '^@salesforce/apex/PhoneMatchController\\.matchByPhone$': mock('apexMatchByPhone'),
        '^@salesforce/apex/SoftphoneSettingsController\\.getSettings$': mock('apexGetSettings'),
        '^test/(.+)$': `${MOCKS}/$1`,
    },
    testMatch: ['**/__tests__/**/*.test.js'],
    restoreMocks: false,
    clearMocks: true,
};
