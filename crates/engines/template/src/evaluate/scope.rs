//! Where values of names are kept.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashMap;

use crate::syntax::ast::Slot;
use crate::syntax::names::NameId;
use crate::value::Value;

/// Names that are looked up, with the scope around them.
pub(super) struct Scope {
    around: Option<Rc<Self>>,
    /// Whether an assignment stays here, even when a scope around has the name.
    isolated: bool,
    values: RefCell<HashMap<NameId, Value>>,
}

impl Scope {
    pub(super) fn isolated(around: Option<Rc<Self>>) -> Rc<Self> {
        Rc::new(Self { around, isolated: true, values: RefCell::default() })
    }

    /// The scope of a loop: what it assigns to names from around changes them there.
    pub(super) fn open(around: Rc<Self>) -> Rc<Self> {
        Rc::new(Self { around: Some(around), isolated: false, values: RefCell::default() })
    }

    pub(super) fn get(&self, name: NameId) -> Option<Value> {
        let mut scope = self;
        loop {
            if let Some(value) = scope.values.borrow().get(&name) {
                return Some(value.clone());
            }
            scope = scope.around.as_deref()?;
        }
    }

    /// Gives the name a value in this very scope.
    pub(super) fn set(&self, name: NameId, value: Value) {
        self.values.borrow_mut().insert(name, value);
    }

    /// Gives the name a value where it is known, or here.
    pub(super) fn assign(&self, name: NameId, value: Value) {
        let mut scope = self;
        while !scope.isolated && !scope.values.borrow().contains_key(&name) {
            match scope.around.as_deref() {
                Some(around) if around.owns(name) => scope = around,
                _ => {
                    scope = self;
                    break;
                }
            }
        }
        scope.set(name, value);
    }

    /// Whether an assignment from within a loop would change the name here or further out.
    fn owns(&self, name: NameId) -> bool {
        if self.values.borrow().contains_key(&name) {
            return true;
        }
        !self.isolated && self.around.as_deref().is_some_and(|around| around.owns(name))
    }
}

/// The places that loops, parameters and macros of one region have.
pub(super) struct Frame {
    values: RefCell<Vec<Value>>,
    around: Option<Rc<Self>>,
}

impl Frame {
    pub(super) fn new(slots: u32, around: Option<Rc<Self>>) -> Rc<Self> {
        Rc::new(Self { values: RefCell::new(vec![Value::Undefined; slots as usize]), around })
    }

    fn at(&self, up: u32) -> &Self {
        let mut frame = self;
        for _ in 0..up {
            match frame.around.as_deref() {
                Some(around) => frame = around,
                None => break,
            }
        }
        frame
    }

    pub(super) fn get(&self, slot: Slot) -> Value {
        self.at(slot.up).values.borrow().get(slot.index as usize).cloned().unwrap_or_default()
    }

    pub(super) fn set(&self, slot: Slot, value: Value) {
        if let Some(place) = self.at(slot.up).values.borrow_mut().get_mut(slot.index as usize) {
            *place = value;
        }
    }
}
