/**
 * What the page serves as it is: the vendor bundle, and the styles, icons and images of the Lightning Design System
 * under the address the platform gives them.
 */
import fs from 'node:fs';
import path from 'node:path';
import { NODE_MODULES, replaceFolder } from './context.mjs';

const SLDS = path.join(NODE_MODULES, '@salesforce-ux/design-system');

function marker(dir) {
    const file = path.join(dir, '.key');
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

/** Replaces a folder unless it already is of that key. */
async function keyed(dir, key, fill) {
    if (marker(dir) === key) return;
    await replaceFolder(dir, (staging) => {
        fill(staging);
        fs.writeFileSync(path.join(staging, '.key'), key);
    });
}

function copySlds(dir) {
    const assets = path.join(SLDS, 'assets');
    const style = 'styles/salesforce-lightning-design-system.min.css';
    fs.mkdirSync(path.join(dir, 'styles'));
    fs.copyFileSync(path.join(assets, style), path.join(dir, style));
    for (const category of ['action', 'custom', 'doctype', 'standard', 'utility']) {
        const sprite = `icons/${category}-sprite/svg`;
        fs.cpSync(path.join(assets, sprite), path.join(dir, sprite), { recursive: true });
    }
    fs.cpSync(path.join(assets, 'images'), path.join(dir, 'images'), { recursive: true });
}

/**
 * @param {string} out the page's folder
 * @param {{ dir: string, key: string }} vendor from `vendorBundle`
 */
export async function copyAssets(out, vendor) {
    await keyed(path.join(out, 'vendor'), vendor.key, (dir) =>
        fs.cpSync(vendor.dir, dir, { recursive: true }),
    );
    const { version } = JSON.parse(fs.readFileSync(path.join(SLDS, 'package.json'), 'utf8'));
    await keyed(path.join(out, '_slds'), version, copySlds);
}
