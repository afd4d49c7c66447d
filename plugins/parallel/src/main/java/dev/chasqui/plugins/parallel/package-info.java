/** {@code /parallel}. */
@NullMarked
package dev.chasqui.plugins.parallel;

import org.jspecify.annotations.NullMarked;
