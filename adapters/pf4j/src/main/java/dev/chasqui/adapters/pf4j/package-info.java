/**
 * Agents from jars: {@link dev.chasqui.adapters.pf4j.PluginAgents} finds the jars, has PF4J load
 * each in a class loader of its own, starts the plug-in in it and offers its agents. All use of
 * PF4J stands here.
 *
 * <p>A plug-in's class loader sees the contract ({@code dev.chasqui.domain}, {@code
 * dev.chasqui.plugin}, JSpecify's annotations), the JDK and the jar itself; nothing else of the
 * server, so that a jar may bring any library in any version. It reads a private copy of the jar.
 *
 * <p>A jar that cannot be used is reported with its reason and never stops the server.
 *
 * <p>The way from one generation to the next, which is the same at the start and at each reload:
 *
 * <pre>
 * FolderScan       looks what lies in the folders; opens the jars that do not run (JarOpening)
 * GenerationPlan   says what becomes of each: keep, start, hand over, replaced; a pure function
 * Changeover       checks the sections, then does it (PluginStart, RunningPlugin); all, or none
 * Generation       what is installed together, and how many use it; closed by the last one
 * </pre>
 *
 * <p>What must stay true: a plug-in is never started before all others of its name have released;
 * one that runs is given up only for one that has started; nothing of a plug-in is closed while
 * somebody is in a generation that has it.
 */
@NullMarked
package dev.chasqui.adapters.pf4j;

import org.jspecify.annotations.NullMarked;
