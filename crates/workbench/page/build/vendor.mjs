/**
 * The vendor bundle: the LWC engine with its synthetic shadow, and the base components with their
 * icons. It holds some two thousand modules that change only with the installed packages, so it is built
 * once and kept under target/workbench/vendor, keyed by their versions and by this recipe.
 *
 * A page may use any base component: one that the kept bundle lacks is added to its list and the bundle
 * built again.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import lwc from '@lwc/rollup-plugin';
import replace from '@rollup/plugin-replace';
import { rollup } from 'rollup';
import {
    BASE_COMPONENTS,
    BuildError,
    NODE_MODULES,
    ROOT,
    replaceFolder,
    say,
    seconds,
} from './context.mjs';
import { salesforceModule } from './platform-modules.mjs';

/** Built from the start, so that using one more of them costs no rebuild. */
const COMMON = (
    'accordion accordionSection alert avatar badge button buttonGroup buttonIcon buttonIconStateful buttonMenu ' +
    'buttonStateful card combobox confirm dynamicIcon formattedDateTime formattedNumber formattedPhone ' +
    'formattedText formattedTime formattedUrl helptext icon input layout layoutItem menuDivider menuItem ' +
    'menuSubheader modal modalBody modalFooter modalHeader pill progressBar progressRing radioGroup ' +
    'relativeDateTime select spinner tab tabset textarea tile toast toastContainer'
).split(' ');

const PACKAGES = [
    '@lwc/engine-dom',
    '@lwc/synthetic-shadow',
    '@lwc/rollup-plugin',
    'lightning-base-components',
    'rollup',
];

function versions() {
    return PACKAGES.map((name) => {
        const file = path.join(NODE_MODULES, name, 'package.json');
        if (!fs.existsSync(file))
            throw new BuildError(`the npm package ${name} is not installed: run \`npm ci\``);
        return `${name}@${JSON.parse(fs.readFileSync(file, 'utf8')).version}`;
    });
}

function recipeHash() {
    const recipe = fs.readFileSync(fileURLToPath(import.meta.url));
    return crypto
        .createHash('sha256')
        .update(recipe)
        .update(versions().join())
        .digest('hex')
        .slice(0, 16);
}

const ENGINE = '\0lwc';

/** Engine, `@salesforce/*` values of the base components, and no right-to-left icons. */
function vendorResolver() {
    const engine = path.join(NODE_MODULES, '@lwc/engine-dom/dist/index.js');
    const shadow = path.join(NODE_MODULES, '@lwc/synthetic-shadow/dist/index.js');
    const registered = new Map(
        JSON.parse(fs.readFileSync(path.join(BASE_COMPONENTS, 'package.json'), 'utf8'))
            .lwc.modules.filter((module) => module.name)
            .map((module) => [module.name, path.join(BASE_COMPONENTS, module.path)]),
    );
    return {
        name: 'vendor-resolver',
        resolveId(specifier, importer) {
            if (specifier === 'lwc') return ENGINE;
            if (specifier.startsWith('@salesforce/i18n/')) return `\0${specifier}`;
            // The page's language runs left to right (@salesforce/i18n/dir), so these are never asked for.
            if (/^lightning\/iconSvgTemplates.*Rtl$/.test(specifier)) return '\0no-icons';
            if (registered.has(specifier)) return registered.get(specifier);
            if (!importer && specifier.startsWith('lightning/')) {
                const name = specifier.slice('lightning/'.length);
                return path.join(BASE_COMPONENTS, 'src/lightning', name, `${name}.js`);
            }
            return null;
        },
        load(id) {
            // Synthetic shadow patches what the engine reads at start: whoever imports the engine gets it first.
            if (id === ENGINE)
                return `import ${JSON.stringify(shadow)};\nexport * from ${JSON.stringify(engine)};`;
            if (id === '\0no-icons') return 'export default {};';
            if (id.startsWith('\0@salesforce/')) return salesforceModule(id.slice(1), new Set());
            return null;
        },
    };
}

async function build(dir, names) {
    const input = { lwc: 'lwc' };
    for (const name of names) input[`lightning/${name}`] = `lightning/${name}`;
    const bundle = await rollup({
        input,
        plugins: [
            vendorResolver(),
            replace({
                values: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.SSR': 'false' },
                preventAssignment: true,
            }),
            lwc({
                rootDir: path.join(BASE_COMPONENTS, 'src'),
                include: [`${BASE_COMPONENTS}/**`, /@lwc\/resources/],
                exclude: [/\0/],
                // The base combobox attaches internals, which synthetic shadow has only with this.
                enableSyntheticElementInternals: true,
            }),
        ],
        onwarn(warning) {
            if (warning.code === 'UNRESOLVED_IMPORT') throw new BuildError(warning.message);
        },
    });
    const { output } = await bundle.write({
        dir,
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name].js',
        manualChunks: (id) => (/iconSvgTemplates|no-icons/.test(id) ? undefined : 'vendor'),
    });
    await bundle.close();
    const entries = output
        .filter(({ isEntry }) => isEntry)
        .map(({ name, exports }) => [name, exports]);
    return Object.fromEntries(entries);
}

/**
 * @param {Iterable<string>} used names of the base components in use, for example `buttonIcon`
 * @returns {Promise<{ dir: string, key: string, exports: Record<string, string[]> }>} the folder of the bundle, what
 *   identifies it, and what each of its modules exports
 */
export async function vendorBundle(used) {
    const key = recipeHash();
    const dir = path.join(ROOT, 'target/workbench/vendor', key);
    const manifest = path.join(dir, 'exports.json');
    const known = fs.existsSync(manifest) ? JSON.parse(fs.readFileSync(manifest, 'utf8')) : {};
    const kept = Object.keys(known)
        .filter((specifier) => specifier !== 'lwc')
        .map((specifier) => specifier.slice('lightning/'.length));
    const missing = [...used].filter((name) => !kept.includes(name));
    if (kept.length && !missing.length)
        return { dir, key: `${key}-${kept.length}`, exports: known };

    const names = [...new Set([...COMMON, ...kept, ...used])].sort();
    const reason = kept.length
        ? `to add ${missing.join(', ')}`
        : 'once; it is kept for the next time';
    say(`building the LWC engine and ${names.length} base components (${reason})`);
    const started = performance.now();
    let exports;
    await replaceFolder(dir, async (staging) => {
        exports = await build(staging, names);
        fs.writeFileSync(path.join(staging, 'exports.json'), JSON.stringify(exports));
    });
    say(`engine and base components built in ${seconds(started)}`);
    return { dir, key: `${key}-${names.length}`, exports };
}

/**
 * The page and the vendor bundle are compiled apart, so that a name only one of them has would fail in the browser.
 * @param {Map<string, Map<string, string>>} imports names by module, each with the script that imports it
 * @param {Record<string, string[]>} exports names by module
 * @throws {BuildError}
 */
export function assertExported(imports, exports) {
    const problems = [];
    for (const [specifier, names] of imports) {
        for (const [name, script] of names) {
            if (name !== '*' && !exports[specifier].includes(name)) {
                problems.push(
                    `${script} imports { ${name} } from '${specifier}', which has no such export`,
                );
            }
        }
    }
    if (problems.length) throw new BuildError(problems.join('\n'));
}
