/** Fakes that the tests of the application share. */
@NullMarked
package dev.chasqui.application;

import org.jspecify.annotations.NullMarked;
