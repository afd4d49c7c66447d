/**
 * Agents from jars. {@link dev.chasqui.adapters.pf4j.PluginAgents} finds the jars, has PF4J load
 * each in a class loader of its own, starts its plug-in and offers its agents. PF4J is used in this
 * package and in {@code loading} alone. The files of jars and their checks are in {@code jars}, the
 * class loaders in {@code loading}.
 *
 * <p>A plug-in's class loader sees the contract ({@code dev.chasqui.domain}, {@code
 * dev.chasqui.plugin}, JSpecify's annotations), the JDK and the jar itself. It sees nothing else of
 * the server, so that a jar may bring any library in any version. It reads a private copy of the
 * jar.
 *
 * <p>A jar that cannot be used is reported with its reason and never stops the server, nor the
 * change of other jars; if its plug-in runs, this goes on with its copy of the old jar. {@link
 * dev.chasqui.adapters.pf4j.jars.FolderState} tells a watch when to look.
 *
 * <p>A change from one generation to the next has the same steps at the start, at each reload, for
 * the watch and for administrators ({@code PluginControls}):
 *
 * <pre>
 * ChangeRequest    the settings, and the plug-ins that are disabled or shall start anew
 * FolderScan       scans the folders; opens the jars that are not running (JarOpening), after their
 *                  check (JarInspection, JarSignature, JarAdmission)
 * GenerationPlan   decides for each jar: keep, start, hand over, replaced; a pure function
 * Changeover       checks the sections, then carries the plan out (PluginStart, RunningPlugin)
 * Generation       the plug-ins that are installed together; closed when its last user has left
 * </pre>
 *
 * <p>Three rules must stay true. A plug-in is never started before all others of its name have
 * released their exclusive resources. A running plug-in is given up only for one that has started.
 * No plug-in is closed while an exchange is in a generation that has it.
 */
@NullMarked
package dev.chasqui.adapters.pf4j;

import org.jspecify.annotations.NullMarked;
