/**
 * The parts of the sending of one request to backends: its stay in the queue, the backends that
 * have failed it, the failure that its caller is told, and the race of two backends. They know
 * neither the kinds of requests nor the spine.
 */
@NullMarked
package dev.chasqui.application.exchange.sending;

import org.jspecify.annotations.NullMarked;
