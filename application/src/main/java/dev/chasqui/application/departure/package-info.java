/**
 * The causes of requests that leave this network: gathered from the notes of an exchange and from
 * its route, just before it is sent. The ledger that they are entered in is a port.
 */
@NullMarked
package dev.chasqui.application.departure;

import org.jspecify.annotations.NullMarked;
