/**
 * The membrane page: the same shell, with the components evaluated inside `@locker/near-membrane-dom`, the membrane
 * that Lightning Web Security is built on. It shows what breaks when components and page live in two realms.
 *
 * Not Lightning Web Security itself: its own distortions of browser interfaces are not public.
 */
import path from 'node:path';
import { bundleComponents, bundlePage } from './bundle.mjs';
import { PAGE_DIR } from './context.mjs';

/** Modules that exist twice: the sandbox gets the one that keeps it closed. */
const INSIDE = {
    'lightning/platformResourceLoader': path.join(
        PAGE_DIR,
        'platform/membrane/platformResourceLoader.js',
    ),
};

/** A module that holds every module the components expect from outside, by specifier. */
function outsideModule(specifiers) {
    const names = specifiers.map((_, at) => `module${at}`);
    return [
        ...specifiers.map(
            (specifier, at) =>
                `import * as ${names[at]} from ${JSON.stringify(INSIDE[specifier] ?? specifier)};`,
        ),
        'export default {',
        ...specifiers.map((specifier, at) => `    ${JSON.stringify(specifier)}: ${names[at]},`),
        '};',
    ].join('\n');
}

/**
 * @param {{ lwcDir: string, outDir: string }} options
 * @returns {ReturnType<typeof bundlePage>}
 */
export async function bundleMembrane({ lwcDir, outDir }) {
    const specifiers = await bundleComponents({ lwcDir, outDir });
    return bundlePage({
        lwcDir,
        outDir,
        main: path.join(PAGE_DIR, 'shell/membrane.js'),
        name: 'membrane',
        virtual: { 'virtual:outside': outsideModule(specifiers) },
    });
}
