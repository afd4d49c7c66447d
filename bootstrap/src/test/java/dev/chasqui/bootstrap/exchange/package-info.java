/**
 * The started server between bare sockets: what goes in at one end, and what comes out at the
 * other, byte for byte.
 */
@NullMarked
package dev.chasqui.bootstrap.exchange;

import org.jspecify.annotations.NullMarked;
