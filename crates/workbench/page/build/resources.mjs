/**
 * Static resources: makes those that are generated or come from a package, and puts all of them where
 * `/resource/<name>` finds them, as the org serves them.
 */
import fs from 'node:fs';
import path from 'node:path';
import { BuildError, NODE_MODULES, ROOT, relative } from './context.mjs';
import { staticResources } from './metadata.mjs';
import { writeSounds } from '../sounds.mjs';

const CORE_RESOURCES = path.join(ROOT, 'force-app/core/main/default/staticresources');

/** Content that is not kept in the repository: the SDK from its package, the sounds from their recipe. */
export function prepareResources() {
    const sdk = path.join(NODE_MODULES, '@twilio/voice-sdk/dist/twilio.min.js');
    if (!fs.existsSync(sdk)) throw new BuildError(`${relative(sdk)} is missing: run \`npm ci\``);
    fs.mkdirSync(CORE_RESOURCES, { recursive: true });
    const copy = path.join(CORE_RESOURCES, 'twilio_voice.js');
    const content = fs.readFileSync(sdk);
    if (!fs.existsSync(copy) || !fs.readFileSync(copy).equals(content))
        fs.writeFileSync(copy, content);
    writeSounds(path.join(CORE_RESOURCES, 'offhook_sounds'));
}

/**
 * Copies every static resource that has its content: a folder with its members, a file under its name with and
 * without extension (the org has no extensions).
 * @param {string} dir where to
 * @returns {Record<string, string>} content types by name, also written to `content-types.json`
 */
export function copyResources(dir) {
    fs.mkdirSync(dir, { recursive: true });
    const contentTypes = {};
    for (const { name, contentType, content } of staticResources().values()) {
        if (!content) continue; // A component that imports it has already failed the build.
        contentTypes[name] = contentType;
        if (fs.statSync(content).isDirectory()) {
            fs.cpSync(content, path.join(dir, name), { recursive: true });
        } else {
            fs.cpSync(content, path.join(dir, path.basename(content)));
            fs.cpSync(content, path.join(dir, name));
        }
    }
    fs.writeFileSync(
        path.join(dir, 'content-types.json'),
        `${JSON.stringify(contentTypes, null, 4)}\n`,
    );
    return contentTypes;
}
