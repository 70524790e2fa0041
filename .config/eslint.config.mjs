/** ESLint for lwc/: Salesforce's recommended rules for Lightning Web Components. */
import lwc from '@salesforce/eslint-config-lwc';
import globals from 'globals';

export default [
    { ignores: ['lwc/phoneNumbers/libphonenumber.js', 'lwc/callEngine/callWasm.js'] },
    ...lwc.configs.recommended.map((config) => ({ ...config, files: ['lwc/**/*.js'] })),
    {
        files: ['lwc/**/*.js'],
        linterOptions: { reportUnusedDisableDirectives: 'error' },
        rules: {
            // Modules of the platform and of other bundles are resolved by the platform's compiler.
            'import/no-unresolved': 'off',
            'import/named': 'off',
        },
    },
    {
        files: ['lwc/**/__tests__/**'],
        languageOptions: { globals: { ...globals.jest } },
        rules: {
            // Tests emit what a wire emits.
            '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
            'jest/expect-expect': ['error', { assertFunctionNames: ['expect'] }],
        },
    },
];
