/** What the tests of all features stand on, and the rules that hold for the whole tree. */
@NullMarked
package org.assize;

import org.jspecify.annotations.NullMarked;
