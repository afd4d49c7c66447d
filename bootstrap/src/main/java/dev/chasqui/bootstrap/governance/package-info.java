/** The making of the parts that know who asks, and how much. */
@NullMarked
package dev.chasqui.bootstrap.governance;

import org.jspecify.annotations.NullMarked;
