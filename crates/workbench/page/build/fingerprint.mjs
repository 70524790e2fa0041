/**
 * Tells whether a built page is still that of its sources: a hash over every file that goes into it, kept beside it.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { PAGE_DIR, ROOT, filesBelow, metadataFolders } from './context.mjs';

const FILE = '.inputs';
/** Tests are not part of the page. */
const TESTS = /\/(page\/tests|__tests__)\//;

/**
 * @param {string} lwcDir
 * @returns {string}
 */
export function fingerprint(lwcDir) {
    const folders = [
        PAGE_DIR,
        lwcDir,
        ...['staticresources', 'messageChannels', 'labels'].flatMap((type) =>
            metadataFolders(type),
        ),
    ];
    const files = [path.join(ROOT, 'package-lock.json'), ...folders.flatMap(filesBelow)].filter(
        (file) => !TESTS.test(file),
    );
    const hash = crypto.createHash('sha256').update(lwcDir);
    for (const file of files)
        hash.update(file).update('\0').update(fs.readFileSync(file)).update('\0');
    return hash.digest('hex');
}

/**
 * @param {string} out the page's folder
 * @param {string} inputs from {@link fingerprint}
 * @param {string} target a membrane build holds the page too
 */
export function isCurrent(out, inputs, target) {
    const file = path.join(out, FILE);
    if (!fs.existsSync(file)) return false;
    const built = fs.readFileSync(file, 'utf8');
    return [target, 'membrane'].some((each) => built === `${each} ${inputs}`);
}

/** @param {string} out @param {string} inputs @param {string} target */
export function record(out, inputs, target) {
    fs.writeFileSync(path.join(out, FILE), `${target} ${inputs}`);
}
