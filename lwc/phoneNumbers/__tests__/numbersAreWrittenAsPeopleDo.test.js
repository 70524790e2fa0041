import { getExampleNumber, getCountries } from 'libphonenumber-js';
import examples from 'libphonenumber-js/examples.mobile.json';
import { dialable, format, regionOf } from 'c/phoneNumbers';

describe('numbers are written as people do', () => {
    it.each([
        ['+15005550100', 'US', '(500) 555-0100'],
        ['+15005550100', 'en-US', '(500) 555-0100'],
        ['+15005550100', 'GB', '+1 500 555 0100'],
        ['+442079460123', 'GB', '020 7946 0123'],
        ['+442079460123', 'US', '+44 20 7946 0123'],
        ['+33123456789', 'FR', '01 23 45 67 89'],
        ['+390669812345', 'IT', '06 6981 2345'],
        // Guernsey is dialled from the United Kingdom as at home, Canada from the United States is abroad.
        ['+447781123456', 'GB', '07781 123456'],
        ['+14165550123', 'US', '+1 416 555 0123'],
        ['+15005550100', undefined, '+1 500 555 0100'],
        // Not in the plan: as a national number it would be taken for a local one.
        ['+6491234567', 'NZ', '+64 91234567'],
    ])('%s in %s: %s', (number, region, text) => {
        expect(format(number, region)).toBe(text);
    });

    it.each([
        ['anonymous', 'Number withheld'],
        ['Anonymous', 'Number withheld'],
        ['+266696687', 'Number withheld'],
        ['+2562533', 'Number withheld'],
        ['client:ada', 'client:ada'],
        ['+12', '+12'],
        ['', ''],
        [null, ''],
        [undefined, ''],
    ])('%p is shown as %p', (number, text) => {
        expect(format(number, 'US')).toBe(text);
    });

    /** A possible mobile number of every country that has a plan of its own. */
    const countries = getCountries()
        .map((country) => [country, getExampleNumber(country, examples)?.number])
        .filter(([, number]) => number);

    it('knows enough countries for the next test to mean something', () => {
        expect(countries.length).toBeGreaterThan(200);
    });

    it.each(countries)('what is shown in %s of %s dials the same again', (region, number) => {
        const spellings = [number, format(number, region), format(number, 'US'), format(number)];
        expect(spellings.map((text) => dialable(text, { region }))).toEqual(
            spellings.map(() => ({ to: number })),
        );
    });
});

describe('the region of a locale', () => {
    it.each([
        ['US', 'US'],
        ['gb', 'GB'],
        ['en-GB', 'GB'],
        ['de_CH', 'CH'],
        ['zh-Hans-CN', 'CN'],
        ['de_DE_EURO', 'DE'],
        ['UK', 'GB'],
        ['en', undefined],
        ['nowhere', undefined],
        ['', undefined],
        [undefined, undefined],
    ])('%p: %p', (text, region) => {
        expect(regionOf(text)).toBe(region);
    });
});
