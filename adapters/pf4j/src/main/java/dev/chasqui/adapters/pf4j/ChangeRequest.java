package dev.chasqui.adapters.pf4j;

import java.util.Set;

/**
 * A request for the next generation.
 *
 * @param ofConfig true if the configuration was read again: then a mistake in it refuses the whole
 *     change
 * @param fresh the names of plug-ins that are started anew even if nothing of them has changed
 * @param disabled the plug-ins and agents that are disabled
 */
record ChangeRequest(
        PluginSettings settings, boolean ofConfig, Set<String> fresh, DisabledNames disabled) {
    ChangeRequest {
        fresh = Set.copyOf(fresh);
    }
}
