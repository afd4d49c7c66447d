/** Texts from outside, made fit to be shown. */
@NullMarked
package dev.chasqui.domain.text;

import org.jspecify.annotations.NullMarked;
