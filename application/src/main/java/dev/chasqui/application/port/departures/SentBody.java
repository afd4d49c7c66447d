package dev.chasqui.application.port.departures;

import java.time.Instant;

/**
 * The end of a body that was read while it was sent.
 *
 * @param at the time
 * @param of the call to which it belongs
 * @param bytes the bytes that were read of it
 * @param sha256 their SHA-256 in hexadecimal digits
 * @param whole false if the body broke off
 */
public record SentBody(Instant at, Departure of, long bytes, String sha256, boolean whole) {}
