/** What ties sellers together, by rule and against a real database. */
@NullMarked
package org.assize.subject;

import org.jspecify.annotations.NullMarked;
