/**
 * The decision ledger as the application wants it: the requests that leave for backends of the zone
 * {@code open}, each with the cause why it may. No content, no key, no path is in here.
 */
@NullMarked
package dev.chasqui.application.port.departures;

import org.jspecify.annotations.NullMarked;
