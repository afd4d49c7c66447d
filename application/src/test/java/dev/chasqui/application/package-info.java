/** Fakes for the tests of the application. */
@NullMarked
package dev.chasqui.application;

import org.jspecify.annotations.NullMarked;
