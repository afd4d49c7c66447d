/**
 * Agents from jars: {@link dev.chasqui.adapters.pf4j.PluginAgents} finds the jars, has PF4J load
 * each in a class loader of its own, starts the plug-in in it and offers its agents. All use of
 * PF4J stands here.
 *
 * <p>A plug-in's class loader sees the contract ({@code dev.chasqui.domain}, {@code
 * dev.chasqui.plugin}, JSpecify's annotations), the JDK and the jar itself; nothing else of the
 * server, so that a jar may bring any library in any version.
 *
 * <p>A jar that cannot be used is reported with its reason and never stops the server.
 */
@NullMarked
package dev.chasqui.adapters.pf4j;

import org.jspecify.annotations.NullMarked;
