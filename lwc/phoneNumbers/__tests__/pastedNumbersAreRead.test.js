import { dialable } from 'c/phoneNumbers';

describe('pasted numbers are read', () => {
    it.each([
        ['a tab, a no-break space, a no-break hyphen', '\t(500)\u00a0555\u20110100'],
        ['zero-width characters', '\ufeff500\u200b555\u00ad0100'],
        ['marks of writing direction', '\u202a+1 500 555 0100\u202c'],
        ['narrow no-break spaces', '500\u202f555\u202f0100'],
        ['dashes and a minus sign', '500\u2013555\u22120100'],
        ['middle dots', '500\u00b7555\u20220100'],
        ['a line break behind it', '500 555 0100\r\n'],
        [
            'full-width forms',
            '\uff08\uff15\uff10\uff10\uff09\uff15\uff15\uff15\uff0d\uff10\uff11\uff10\uff10',
        ],
        ['Arabic digits', '٥٠٠ ٥٥٥ ٠١٠٠'],
        ['Persian digits', '۵۰۰ ۵۵۵ ۰۱۰۰'],
        ['Devanagari digits', '५०० ५५५ ०१००'],
        ['Thai digits', '๕๐๐ ๕๕๕ ๐๑๐๐'],
        ['a full-width plus', '\uff0b1 500 555 0100'],
        ['brackets', '[500] 555~0100'],
    ])('with %s', (_, text) => {
        expect(dialable(text, { region: 'US' })).toEqual({ to: '+15005550100' });
    });

    it.each([
        'tel:+15005550100',
        'tel:+1-500-555-0100',
        'TEL: +1 (500) 555-0100',
        'Tel.: +1 500 555 0100',
        '\u2121: +1 500 555 0100',
        'tel://+15005550100',
        'tel:%2B1%20500%20555%200100',
        'callto:+15005550100',
        'callto://+15005550100?call',
        'tel:+15005550100;isub=1',
        'tel:500-555-0100;phone-context=+1',
        'tel:555-0100;phone-context=+1-500',
        'tel:+15005550100;phone-context=+44',
    ])('from the link %s, in any region', (text) => {
        expect(dialable(text, { region: 'GB' })).toEqual({ to: '+15005550100' });
        expect(dialable(text, {})).toEqual({ to: '+15005550100' });
    });

    it('takes a link whose context is a domain for a number of the region', () => {
        const text = 'tel:020-7946-0123;phone-context=example.com';
        expect(dialable(text, { region: 'GB' })).toEqual({ to: '+442079460123' });
        expect(dialable(text, {})).toEqual({ problem: 'noRegion' });
    });

    it.each([
        'tel:',
        'tel:%',
        'tel:;ext=5',
        'tel:+1500555010Z',
        'skype:bob',
        'https://example.com',
    ])('dials nothing for the link %s', (text) => {
        expect(dialable(text, { region: 'US' })).toEqual({ problem: 'notANumber' });
    });
});
