import { dialable, readDigits } from 'c/phoneNumbers';

const KEYS = /^[0-9*#w]+$/;

describe('extensions follow the answer', () => {
    it.each([
        ['500 555 0100 x204', 'US'],
        ['5005550100x204', 'US'],
        ['(500) 555-0100 ext. 204', 'US'],
        ['500-555-0100 EXT 204', 'US'],
        ['500-555-0100 extension: 204', 'US'],
        ['500-555-0100, ext 204', 'US'],
        ['500-555-0100 (ext. 204)', 'US'],
        ['500 555 0100 #204', 'US'],
        ['500 555 0100#204', 'US'],
        ['500 555 0100 ext. 2 04#', 'US'],
        ['+1 500 555 0100 poste 204', 'FR'],
        ['+1 500 555 0100 Durchwahl 204', 'DE'],
        ['+1 500 555 0100 DW: 204', 'DE'],
        ['+1 500 555 0100 App. 204', 'DE'],
        ['+1 500 555 0100 Klappe 204', 'AT'],
        ['+1 500 555 0100 toestel 204', 'NL'],
        ['+1 500 555 0100 ramal 204', 'BR'],
        ['+1 500 555 0100 int. 204', 'ES'],
        ['+1 500 555 0100 доб. 204', 'RU'],
        ['tel:+1-500-555-0100;ext=204', 'GB'],
        ['+1 500 555 0100;ext=204', 'GB'],
        ['\uff0b15005550100 \uff58\uff12\uff10\uff14', 'JP'],
    ])('%s', (text, region) => {
        expect(dialable(text, { region })).toEqual({ to: '+15005550100', digits: 'ww204' });
    });

    it.each([
        ['5005550100,204', 'wwww204'],
        ['5005550100, 204', 'wwww204'],
        ['5005550100,,204#', 'wwwwwwww204#'],
        ['5005550100;204', 'wwww204'],
        ['5005550100p204', 'wwww204'],
        ['5005550100ww204', 'ww204'],
        ['5005550100WW204', 'ww204'],
        ['(500) 555-0100,1,*2#', 'wwww1wwww*2#'],
        ['5005550100,,123 456 789#', 'wwwwwwww123456789#'],
    ])('pauses in %s are sent as %s', (text, digits) => {
        expect(dialable(text, { region: 'US' })).toEqual({ to: '+15005550100', digits });
        expect(digits).toMatch(KEYS);
    });

    it.each(['5005550100,', '5005550100;', '5005550100 , '])(
        'nothing is sent for what a list left behind in %p',
        (text) => {
            expect(dialable(text, { region: 'US' })).toEqual({ to: '+15005550100' });
        },
    );

    it('keeps letters of a number and its extension apart', () => {
        expect(dialable('1-800-FLOWERS x5', { region: 'US' })).toEqual({
            to: '+18003569377',
            digits: 'ww5',
        });
    });

    it.each(['5005550100 x', '5005550100 ext. none', '5005550100,A', '5005550100 x12x13', 'x204'])(
        'does not dial half of %p',
        (text) => {
            expect(dialable(text, { region: 'US' })).toEqual({ problem: 'notANumber' });
        },
    );

    it('sends nothing where the number in front of the extension cannot be dialled', () => {
        expect(dialable('12 x204', { region: 'US' })).toEqual({
            problem: 'tooShort',
            region: 'US',
        });
    });

    it.each([
        ['ww204', '204'],
        ['wwww1wwww*2#', '1, *2#'],
        ['204', '204'],
        [undefined, undefined],
    ])('%p is read as %p', (digits, text) => {
        expect(readDigits(digits)).toBe(text);
    });
});
