/**
 * Compiles the page: the shell with the platform's stand-ins, and the components, against the vendor bundle.
 *
 * Two targets. `page` bundles the components with the rest. `membrane` compiles them apart, into one AMD script
 * whose dependencies (engine, base components, stand-ins) stay outside, so that the page can evaluate it inside a
 * sandbox as Lightning Web Security does.
 */
import path from 'node:path';
import lwc from '@lwc/rollup-plugin';
import nodeResolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { BuildError, PAGE_DIR, relative, say } from './context.mjs';
import { platformResolver } from './resolve.mjs';

const SHELL = path.join(PAGE_DIR, 'shell');
/** The API version the components are deployed with. */
const API_VERSION = 66;

/** Two compilers: the shell may use what the platform offers its own pages only. */
function compilers(lwcDir) {
    return [
        lwc({
            rootDir: SHELL,
            include: [`${SHELL}/workbench/**`, /@lwc\/resources/],
            apiVersion: API_VERSION,
            enableDynamicComponents: true,
        }),
        lwc({
            rootDir: lwcDir,
            include: [`${lwcDir}/**`],
            apiVersion: API_VERSION,
            enableLightningWebSecurityTransforms: true,
            sourcemap: true,
        }),
    ];
}

/** A mistake that rollup or the LWC compiler found, with the place it found it at. */
function asBuildError(error) {
    if (error instanceof BuildError) return error;
    const file = error.loc?.file ?? error.id ?? error.filename;
    const place = file
        ? `${relative(file)}${error.loc?.line ? `:${error.loc.line}:${error.loc.column ?? 0}` : ''}: `
        : '';
    const message = error.message
        .replace(/^\[plugin [^\]]*\] /, '')
        .replace(/^\S+ \([\d:]+\): /, '');
    return new BuildError(`${place}${message}${error.frame ? `\n${error.frame}` : ''}`);
}

async function compile(options, resolver, output) {
    let bundle;
    try {
        bundle = await rollup({
            ...options,
            onwarn(warning) {
                if (['CIRCULAR_DEPENDENCY', 'UNUSED_EXTERNAL_IMPORT'].includes(warning.code))
                    return;
                const file = warning.loc?.file ?? warning.id;
                say(`warning: ${file ? `${relative(file)}: ` : ''}${warning.message}`);
            },
        });
        resolver.assertResolved();
        return await bundle.write(output);
    } catch (error) {
        // What did not resolve is the better explanation of what failed after it.
        resolver.assertResolved();
        throw asBuildError(error);
    } finally {
        await bundle?.close();
    }
}

/** Where the engine and the base components are served. */
function vendorPaths(id) {
    return id === 'lwc' || id.startsWith('lightning/') ? `/vendor/${id}.js` : id;
}

/**
 * @param {object} options
 * @param {string} options.lwcDir the components
 * @param {string} options.outDir the folder of the page's scripts
 * @param {string} options.main the entry's source file
 * @param {string} options.name the entry's name, without extension
 * @param {Record<string, string>} options.virtual modules the entry imports that depend on the target
 * @returns {Promise<{ baseComponents: Set<string>, imports: Map<string, Map<string, string>> }>} what the page needs of the
 *   vendor bundle
 */
export async function bundlePage({ lwcDir, outDir, main, name, virtual }) {
    const resolver = platformResolver({ lwcDir, virtual });
    const { output } = await compile(
        { input: { [name]: main }, plugins: [resolver, nodeResolve(), ...compilers(lwcDir)] },
        resolver,
        {
            dir: outDir,
            format: 'es',
            sourcemap: true,
            paths: vendorPaths,
            entryFileNames: '[name].js',
            chunkFileNames: `chunks/${name}-[name].js`,
        },
    );
    return { baseComponents: resolver.baseComponents, imports: vendorImports(output) };
}

/** What each module of the vendor bundle is expected to export. @returns {Map<string, Map<string, string>>} name to script */
function vendorImports(output) {
    const imports = new Map();
    for (const chunk of output.filter(({ type }) => type === 'chunk')) {
        for (const [address, names] of Object.entries(chunk.importedBindings)) {
            const id = /^\/vendor\/(.*)\.js$/.exec(address)?.[1];
            if (!id) continue;
            const expected = imports.get(id) ?? new Map();
            for (const name of names) expected.set(name, chunk.fileName);
            imports.set(id, expected);
        }
    }
    return imports;
}

/**
 * The components alone, as one AMD script.
 * @param {{ lwcDir: string, outDir: string }} options
 * @returns {Promise<string[]>} the specifiers it expects from outside
 */
export async function bundleComponents({ lwcDir, outDir }) {
    const resolver = platformResolver({ lwcDir });
    const outside = {
        name: 'outside-the-sandbox',
        resolveId(specifier, importer) {
            // The resolver says first whether there is such a module; then it stays outside.
            if (!/^(lwc$|lightning\/|@salesforce\/)/.test(specifier)) return null;
            resolver.resolveId(specifier, importer);
            return { id: specifier, external: true };
        },
    };
    const { output } = await compile(
        {
            input: 'c/softphone',
            plugins: [outside, resolver, ...compilers(lwcDir)],
        },
        resolver,
        {
            file: path.join(outDir, 'components.amd.js'),
            format: 'amd',
            exports: 'named',
            interop: 'esModule',
            sourcemap: true,
        },
    );
    return output[0].imports;
}
