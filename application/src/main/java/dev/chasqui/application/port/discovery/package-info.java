/**
 * The port to the network of this machine on which servers announce themselves: what is announced,
 * and what this server announces of itself.
 */
@NullMarked
package dev.chasqui.application.port.discovery;

import org.jspecify.annotations.NullMarked;
