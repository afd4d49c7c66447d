/**
 * The continuation of a reply that broke off after its first event, for callers that ask for it:
 * what was given, the request that continues it, and the reply that joins the parts.
 */
@NullMarked
package dev.chasqui.application.exchange.resuming;

import org.jspecify.annotations.NullMarked;
