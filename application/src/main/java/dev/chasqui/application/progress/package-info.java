/** The ways in which requests that wait are told how far they are. */
@NullMarked
package dev.chasqui.application.progress;

import org.jspecify.annotations.NullMarked;
