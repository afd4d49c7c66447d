/**
 * The admission of a request and its record: the gate that lets it in, the permit that is closed
 * with its usage, and what listeners are told when it is over.
 */
@NullMarked
package dev.chasqui.application.port.exchange;

import org.jspecify.annotations.NullMarked;
