//! Executes this project's Apex on one machine, where no org can be reached: the very classes that
//! are deployed, not a second writing of them.
//!
//! It is written for this project's Apex and honest about its limits: whatever it does not know
//! stops with an error that names it, with file and line, never with a silent null.
//!
//! | module | |
//! |---|---|
//! | [`parse`] | source to tree, by `tree-sitter-sfapex` |
//! | [`syntax`] | the tree |
//! | [`program`] | the classes and triggers of a project |
//! | [`run`] | what the language does |
//! | [`data`] | the org: records, queries, DML, limits |
//! | [`testing`] | Apex tests |
//! | `library` | the platform's classes and methods |

pub mod data;
mod library;
pub mod parse;
pub mod program;
pub mod run;
pub mod syntax;
pub mod testing;
