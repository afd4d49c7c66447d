/**
 * Skills: folders with a {@code SKILL.md} as commands; docs/skills.md describes them for users.
 *
 * <pre>
 * SkillAgents    the skills of a folder, as a source of agents; looks for changes
 * SkillFolder    reads a folder of skills; adds and removes skills
 * SkillFile      a SKILL.md: its front matter (FrontMatter, MatterValue) and its instructions
 * SkillFiles     the files beside it, which the model may read; the only place that opens them
 * SkillAgent     puts a skill into a request
 * ToolLoop       answers the model's calls of a skill's own tools within the exchange
 * </pre>
 *
 * <p>A skill is text for the model. Nothing of it is ever run here: scripts beside it are files
 * like others.
 */
@NullMarked
package dev.chasqui.adapters.skills;

import org.jspecify.annotations.NullMarked;
