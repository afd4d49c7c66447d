/**
 * {@code /context}: adds named snippets, the date and the request's metadata to the system message.
 * It uses only the contract that all plug-ins have, and is a good one to read first.
 */
@NullMarked
package dev.chasqui.plugins.context;

import org.jspecify.annotations.NullMarked;
