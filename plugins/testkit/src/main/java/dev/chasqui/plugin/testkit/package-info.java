/**
 * Fakes for the tests of plug-ins: a host, contributions that record additions, a chain whose model
 * is a function, and a reader of replies.
 */
@NullMarked
package dev.chasqui.plugin.testkit;

import org.jspecify.annotations.NullMarked;
