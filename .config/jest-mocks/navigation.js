/** Stand-in of `lightning/navigation` that notes where to. */

/** Called with every page reference that is navigated to. */
export const navigate = jest.fn();

const Navigate = Symbol('Navigate');

export const NavigationMixin = (Base) =>
    class extends Base {
        [Navigate](pageReference) {
            navigate(pageReference);
        }
    };
NavigationMixin.Navigate = Navigate;
