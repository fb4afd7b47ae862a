@NullMarked
package org.assize.security;

import org.jspecify.annotations.NullMarked;
