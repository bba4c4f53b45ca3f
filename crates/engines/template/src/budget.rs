//! Counts what one render uses against its limits.
//!
//! Everything that takes time or memory in proportion to something a template controls is charged here, before it is done.

use crate::error::{Failure, Outcome};
use crate::limits::{Limit, Limits};

/// Bytes of text that can be looked at within one step.
const BYTES_A_STEP: usize = 1024;

/// Nodes within nodes that are evaluated at one time: keeps the stack of a thread safe, whatever the configured nesting.
const DEEPEST: usize = 1000;

/// What is left of one render's budget.
#[derive(Debug)]
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    steps: u64,
    growth: usize,
    output: usize,
    calls: usize,
    depth: usize,
    /// Whether a function stands in any list or record, so that conversions must look for it.
    pub(crate) callables_stored: bool,
}

impl Budget {
    pub(crate) const fn new(limits: Limits) -> Self {
        Self { limits, steps: 0, growth: 0, output: 0, calls: 0, depth: 0, callables_stored: false }
    }

    pub(crate) const fn steps(&self) -> u64 {
        self.steps
    }

    #[cold]
    fn exceeded<T>(&self, limit: Limit) -> Outcome<T> {
        Err(Failure::limit(limit, &self.limits, None))
    }

    /// One step.
    #[inline]
    pub(crate) fn charge(&mut self) -> Outcome<()> {
        self.steps += 1;
        if self.steps > self.limits.steps { self.exceeded(Limit::Steps) } else { Ok(()) }
    }

    /// As many steps as there are items.
    pub(crate) fn charge_many(&mut self, steps: usize) -> Outcome<()> {
        let steps = self.steps.saturating_add(steps as u64);
        if steps > self.limits.steps {
            return self.exceeded(Limit::Steps);
        }
        self.steps = steps;
        Ok(())
    }

    /// Bytes of text that are read through.
    pub(crate) fn look_at(&mut self, bytes: usize) -> Outcome<()> {
        if bytes < BYTES_A_STEP { Ok(()) } else { self.charge_many(bytes / BYTES_A_STEP) }
    }

    /// Bytes of values that are about to be made.
    pub(crate) fn grow(&mut self, bytes: usize) -> Outcome<()> {
        let growth = self.growth.saturating_add(bytes);
        if growth > self.limits.growth {
            return self.exceeded(Limit::Growth);
        }
        self.growth = growth;
        self.look_at(bytes)
    }

    /// Whether that many bytes more would still be allowed; for texts whose length shows only while they are built.
    pub(crate) fn within_growth(&self, bytes: usize) -> Outcome<()> {
        if self.growth.saturating_add(bytes) > self.limits.growth {
            self.exceeded(Limit::Growth)
        } else {
            Ok(())
        }
    }

    /// A list or record of this many items.
    pub(crate) fn items(&mut self, items: usize) -> Outcome<()> {
        if items > self.limits.items {
            return self.exceeded(Limit::Items);
        }
        self.grow(items * size_of::<crate::value::Value>())
    }

    /// Bytes of output that are about to be written.
    #[inline]
    pub(crate) fn write(&mut self, bytes: usize) -> Outcome<()> {
        self.output = self.output.saturating_add(bytes);
        if self.output > self.limits.output { self.exceeded(Limit::Output) } else { Ok(()) }
    }

    /// Enters a node.
    #[inline]
    pub(crate) fn enter(&mut self) -> Outcome<()> {
        self.charge()?;
        self.depth += 1;
        if self.depth > DEEPEST { self.exceeded(Limit::Nesting) } else { Ok(()) }
    }

    #[inline]
    pub(crate) const fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Enters a macro.
    pub(crate) fn enter_call(&mut self) -> Outcome<()> {
        self.calls += 1;
        if self.calls > self.limits.nesting { self.exceeded(Limit::Nesting) } else { Ok(()) }
    }

    pub(crate) const fn leave_call(&mut self) {
        self.calls -= 1;
    }
}
