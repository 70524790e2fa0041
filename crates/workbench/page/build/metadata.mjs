/**
 * Reads what the page needs from the metadata that is deployed: message channels, custom labels and
 * static resources. A component that imports one that is not there would fail to deploy, so it fails
 * to build here too.
 *
 * Does not validate the metadata beyond what it reads.
 */
import fs from 'node:fs';
import path from 'node:path';
import { metadataFolders } from './context.mjs';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** @param {string} text XML character data; @returns {string} with the five predefined entities resolved. */
function unescapeXml(text) {
    return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => ENTITIES[name]);
}

/** @returns {string | undefined} the text of the first element of that name. */
function element(xml, name) {
    const match = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml);
    return match ? unescapeXml(match[1].trim()) : undefined;
}

/** @returns {Set<string>} API names of the message channels, for example `Offhook_Command__c`. */
export function messageChannels() {
    const suffix = '.messageChannel-meta.xml';
    return new Set(
        metadataFolders('messageChannels')
            .flatMap((dir) => fs.readdirSync(dir))
            .filter((name) => name.endsWith(suffix))
            .map((name) => `${name.slice(0, -suffix.length)}__c`),
    );
}

/** @returns {Map<string, string>} custom labels by name, in their base language. */
export function customLabels() {
    const labels = new Map();
    for (const dir of metadataFolders('labels')) {
        for (const name of fs
            .readdirSync(dir)
            .filter((file) => file.endsWith('.labels-meta.xml'))) {
            const xml = fs.readFileSync(path.join(dir, name), 'utf8');
            for (const [, label] of xml.matchAll(/<labels>([\s\S]*?)<\/labels>/g)) {
                labels.set(element(label, 'fullName'), element(label, 'value') ?? '');
            }
        }
    }
    return labels;
}

/**
 * @typedef {object} StaticResource
 * @property {string} name the resource's API name
 * @property {string} contentType as stored in its metadata
 * @property {string | undefined} content absolute path of its file or folder; undefined while it is missing
 */

/** @returns {Map<string, StaticResource>} by name, whether their content is there yet or not. */
export function staticResources() {
    const suffix = '.resource-meta.xml';
    const resources = new Map();
    for (const dir of metadataFolders('staticresources')) {
        const names = fs.readdirSync(dir);
        for (const meta of names.filter((file) => file.endsWith(suffix))) {
            const name = meta.slice(0, -suffix.length);
            const content = names.find((file) => file !== meta && file.split('.')[0] === name);
            resources.set(name, {
                name,
                contentType:
                    element(fs.readFileSync(path.join(dir, meta), 'utf8'), 'contentType') ?? '',
                content: content && path.join(dir, content),
            });
        }
    }
    return resources;
}
