package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.plugin.Plugin;

import java.nio.file.Path;
import java.util.Map;

/**
 * A plug-in that was started.
 *
 * @param id under which PF4J holds its class loader
 * @param name its own name
 * @param agents what it registered
 */
record LoadedPlugin(
        Path jar,
        String id,
        String name,
        Plugin plugin,
        ClassLoader loader,
        Map<String, AgentType<?>> agents) {}
