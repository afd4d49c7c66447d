/**
 * Fakes for the tests of plug-ins: a host, contributions that are remembered, a chain that ends in
 * a function, and requests and replies in a line each.
 */
@NullMarked
package dev.chasqui.plugin.testkit;

import org.jspecify.annotations.NullMarked;
