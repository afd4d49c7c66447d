/**
 * Multicast DNS (RFC 6762): services on the networks of this machine are found and announced by
 * jmdns, which no other package knows. Each address of this machine that leads to a network has a
 * {@link dev.chasqui.adapters.mdns.MdnsLink link} of its own, since jmdns knows but one.
 */
@NullMarked
package dev.chasqui.adapters.mdns;

import org.jspecify.annotations.NullMarked;
