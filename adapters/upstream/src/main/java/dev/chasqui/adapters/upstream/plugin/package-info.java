/**
 * The HTTP client that plug-ins are given, over the client for backends. {@link
 * dev.chasqui.adapters.upstream.plugin.HostRule} decides which hosts a plug-in may call, and looks
 * at the addresses too, not at the name alone.
 */
@NullMarked
package dev.chasqui.adapters.upstream.plugin;

import org.jspecify.annotations.NullMarked;
