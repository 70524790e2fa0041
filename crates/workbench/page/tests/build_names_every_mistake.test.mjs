import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build, temporaryFolder, write } from './support.mjs';

const SCRIPT = `import { LightningElement } from 'lwc';\nexport default class Softphone extends LightningElement {}\n`;
const softphone = (html, js = SCRIPT) => ({
    'softphone/softphone.js': js,
    'softphone/softphone.html': html,
});

function buildWith(t, files, ...options) {
    const dir = temporaryFolder(t);
    write(path.join(dir, 'lwc'), files);
    const out = path.join(dir, 'out');
    return { ...build('--lwc', path.join(dir, 'lwc'), '--out', out, ...options), out };
}

test('unknown tags are named with the template that uses them, all in one go', (t) => {
    const { code, output } = buildWith(
        t,
        softphone('<template><lightning-buttn></lightning-buttn><c-nope></c-nope></template>'),
    );
    assert.equal(code, 1);
    assert.match(output, /softphone\.html uses <lightning-buttn>: it is neither a base component/);
    assert.match(output, /softphone\.html uses <c-nope>: there is no /);
});

test('the membrane build finds the same mistakes', (t) => {
    const { code, output } = buildWith(
        t,
        softphone('<template><lightning-buttn></lightning-buttn></template>'),
        '--target',
        'membrane',
    );
    assert.equal(code, 1);
    assert.match(output, /uses <lightning-buttn>/);
});

const UNKNOWN = {
    './gone': 'there is no such file; if it is generated, run `npm run build`',
    lodash: 'the platform has no such module',
    '@salesforce/apex/Foo': 'an Apex import names a class and a method',
    '@salesforce/messageChannel/No__c':
        'there is no force-app/*/main/default/messageChannels/No.messageChannel-meta.xml',
    '@salesforce/resourceUrl/none':
        'there is no force-app/*/main/default/staticresources/none.resource-meta.xml',
    '@salesforce/label/c.None': 'no force-app/*/main/default/labels/*.labels-meta.xml has it',
    '@salesforce/customPermission/X': 'the workbench has no stand-in for it',
    'lightning/nothing': 'it is neither a base component',
};

test('every import that has no module is refused with its reason', (t) => {
    const imports = Object.keys(UNKNOWN).map(
        (specifier, at) => `import x${at} from '${specifier}';\nwindow.x${at} = x${at};`,
    );
    const { code, output } = buildWith(
        t,
        softphone('<template></template>', `${imports.join('\n')}\n${SCRIPT}`),
    );
    assert.equal(code, 1);
    for (const [specifier, reason] of Object.entries(UNKNOWN)) {
        assert.ok(
            output.includes(`softphone.js imports '${specifier}': ${reason}`),
            `${specifier} in\n${output}`,
        );
    }
});

test('a name that a stand-in or a base component lacks is refused', (t) => {
    const standIn = buildWith(
        t,
        softphone(
            '<template></template>',
            `import { getRecords } from 'lightning/uiRecordApi';\n${SCRIPT}window.used = getRecords;`,
        ),
    );
    assert.match(
        standIn.output,
        /"getRecords" is not exported by "crates\/workbench\/page\/platform\/lightning\/uiRecordApi\.js"/,
    );
    const base = buildWith(
        t,
        softphone(
            '<template></template>',
            `import { nope } from 'lightning/button';\n${SCRIPT}window.used = nope;`,
        ),
    );
    assert.equal(base.code, 1);
    assert.match(
        base.output,
        /imports \{ nope \} from 'lightning\/button', which has no such export/,
    );
});

test('what the platform would not deploy does not build', (t) => {
    const dynamic = `${SCRIPT}export const later = () => import('./other');`;
    const { output } = buildWith(t, {
        ...softphone('<template></template>', dynamic),
        'softphone/other.js': 'export {};',
    });
    assert.match(
        output,
        /softphone\.js uses import\(\): the platform does not allow dynamic imports/,
    );
    const { output: expression } = buildWith(t, softphone('<template>{a + b}</template>'));
    assert.match(expression, /LWC1060/);
});

test('a failed build leaves the last good page in place, and nothing changed means nothing done', (t) => {
    const dir = temporaryFolder(t);
    const [lwc, out] = [path.join(dir, 'lwc'), path.join(dir, 'out')];
    write(
        lwc,
        softphone('<template><lightning-button label="Call"></lightning-button></template>'),
    );
    assert.equal(build('--lwc', lwc, '--out', out).code, 0);
    assert.match(build('--lwc', lwc, '--out', out).output, /is up to date/);

    const script = fs.readFileSync(path.join(out, 'app/main.js'), 'utf8');
    write(lwc, softphone('<template><lightning-buttn></lightning-buttn></template>'));
    assert.equal(build('--lwc', lwc, '--out', out).code, 1);
    assert.equal(fs.readFileSync(path.join(out, 'app/main.js'), 'utf8'), script);
    assert.deepEqual(
        fs.readdirSync(out).filter((name) => name.includes('.new-')),
        [],
    );
});

test('static resources are where their address says', (t) => {
    const { code, out, output } = buildWith(
        t,
        softphone(
            '<template></template>',
            `import url from '@salesforce/resourceUrl/twilio_voice';\n${SCRIPT}window.used = url;`,
        ),
    );
    assert.equal(code, 0, output);
    const chunk = fs
        .readdirSync(path.join(out, 'app/chunks'))
        .find((name) => /softphone\.js$/.test(name));
    const [, address] = /"(\/resource\/twilio_voice[^"]*)"/.exec(
        fs.readFileSync(path.join(out, 'app/chunks', chunk), 'utf8'),
    );
    assert.deepEqual(
        fs.readFileSync(path.join(out, address)),
        fs.readFileSync(
            path.resolve(
                import.meta.dirname,
                '../../../../node_modules/@twilio/voice-sdk/dist/twilio.min.js',
            ),
        ),
    );
    assert.ok(fs.existsSync(path.join(out, 'resource/offhook_sounds/incoming.wav')));
});

test('an unknown option is answered with the usage', () => {
    const { code, output } = build('--tarqet', 'page');
    assert.equal(code, 1);
    assert.match(output, /usage: node crates\/workbench\/page\/build\.mjs/);
});
