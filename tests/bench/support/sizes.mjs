// How many bytes a file is, as it is and as a server sends it, and where they are in a module.

import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** @param {Uint8Array} bytes */
export function sizes(bytes) {
    const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    return {
        raw: bytes.length,
        gzip: gzipSync(bytes, { level: 9 }).length,
        brotli: brotliCompressSync(bytes, { params }).length,
    };
}

/** Names of a module's sections, by id. */
const SECTIONS = [
    ...['custom', 'type', 'import', 'function', 'table', 'memory', 'global', 'export', 'start'],
    ...['element', 'code', 'data', 'data count', 'tag'],
];

/**
 * @param {Uint8Array} module
 * @returns {Record<string, number>} bytes by section, in the order of the file
 */
export function sections(module) {
    const bySection = {};
    let at = 8; // behind magic number and version
    while (at < module.length) {
        const start = at;
        const name = SECTIONS[module[at]];
        if (!name) throw new Error(`the module has an unknown section ${module[at]} at ${at}`);
        at += 1;
        // The length: seven bits a byte, the lowest first.
        let [length, scale, byte] = [0, 1, 0];
        do {
            byte = module[at];
            length += (byte & 0x7f) * scale;
            scale *= 128;
            at += 1;
        } while (byte & 0x80);
        at += length;
        bySection[name] = (bySection[name] ?? 0) + at - start;
    }
    return bySection;
}
