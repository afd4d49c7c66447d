/**
 * {@code /context}: adds named snippets, the date and the request's metadata to the system message.
 * It is a plug-in like anybody's and a good one to read first.
 */
@NullMarked
package dev.chasqui.plugins.context;

import org.jspecify.annotations.NullMarked;
