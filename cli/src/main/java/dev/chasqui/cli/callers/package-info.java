/** The commands {@code users}, {@code keys} and {@code teams}. */
@NullMarked
package dev.chasqui.cli.callers;

import org.jspecify.annotations.NullMarked;
