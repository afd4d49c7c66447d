/** The wiring of the push of the backends' health. */
@NullMarked
package dev.chasqui.bootstrap.push;

import org.jspecify.annotations.NullMarked;
