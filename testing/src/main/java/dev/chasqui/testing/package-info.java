/**
 * Test support for all modules: recordings of real servers, and small HTTP servers that play them.
 */
@NullMarked
package dev.chasqui.testing;

import org.jspecify.annotations.NullMarked;
