/**
 * Tests of the started server between bare sockets: the bytes at one end, compared with those at
 * the other.
 */
@NullMarked
package dev.chasqui.bootstrap.exchange;

import org.jspecify.annotations.NullMarked;
