/**
 * What every step of the build knows: where things are, how to say what happens, and the one error
 * class whose message is meant for the person at the terminal.
 *
 * Does not build anything.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the page's sources. */
export const PAGE_DIR = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** The project's root. */
export const ROOT = path.resolve(PAGE_DIR, '../../..');
export const NODE_MODULES = path.join(ROOT, 'node_modules');
export const BASE_COMPONENTS = path.join(NODE_MODULES, 'lightning-base-components');

/** A failure the user can act on: printed without a stack. */
export class BuildError extends Error {}

/** @param {string} file an absolute path; @returns {string} the same, relative to the project's root. */
export function relative(file) {
    return path.relative(ROOT, file.split('?')[0]);
}

/** @param {string} message one line of progress */
export function say(message) {
    console.log(`page: ${message}`);
}

/** @param {number} since a `performance.now()`; @returns {string} seconds since then, for a progress line. */
export function seconds(since) {
    return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** @param {string} text kebab-case; @returns {string} camelCase */
export function camel(text) {
    return text.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** @param {string} text camelCase; @returns {string} kebab-case */
export function kebab(text) {
    return text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Every file below a folder, sorted, so that what is derived from the list is the same everywhere.
 * @param {string} dir absolute path; a missing folder has no files
 * @returns {string[]} absolute paths
 */
export function filesBelow(dir) {
    if (!fs.existsSync(dir)) return [];
    return fs
        .readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort();
}

/**
 * Folders of one metadata type in every package directory below force-app.
 * @param {string} type for example `staticresources`
 * @returns {string[]} absolute paths of those that exist
 */
export function metadataFolders(type) {
    const forceApp = path.join(ROOT, 'force-app');
    if (!fs.existsSync(forceApp)) return [];
    return fs
        .readdirSync(forceApp)
        .sort()
        .map((pkg) => path.join(forceApp, pkg, 'main/default', type))
        .filter((dir) => fs.existsSync(dir));
}

/**
 * Replaces a folder's content without leaving a half-written one behind: the new content is made
 * beside it and moved into place.
 * @param {string} dir the folder to replace
 * @param {(staging: string) => void | Promise<void>} fill writes the new content into `staging`
 */
export async function replaceFolder(dir, fill) {
    const staging = `${dir}.new-${process.pid}`;
    fs.rmSync(staging, { recursive: true, force: true });
    fs.mkdirSync(staging, { recursive: true });
    try {
        await fill(staging);
        fs.rmSync(dir, { recursive: true, force: true });
        fs.renameSync(staging, dir);
    } finally {
        fs.rmSync(staging, { recursive: true, force: true });
    }
}
